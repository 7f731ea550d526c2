import "./css/problems.css";
import "./css/changes.css";
