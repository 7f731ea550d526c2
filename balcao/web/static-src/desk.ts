import "./css/desk.css";
