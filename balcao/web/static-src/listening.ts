import "./css/charts.css";
import "./css/results.css";
import "./css/loop.css";
import "./css/print.css";
