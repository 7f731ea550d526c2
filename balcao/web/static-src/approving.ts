import "./css/approving.css";
