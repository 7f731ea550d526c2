import "./css/answering.css";
