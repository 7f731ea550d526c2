import "./css/help.css";
import "./css/help-article.css";
