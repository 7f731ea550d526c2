import "./css/themes.css";
