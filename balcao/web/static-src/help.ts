import "./css/help.css";
