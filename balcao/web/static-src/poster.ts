import "./css/poster.css";
import "./css/labels.css";

document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) print();
});
