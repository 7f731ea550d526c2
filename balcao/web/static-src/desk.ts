import "./css/desk.css";
import "./css/composer.css";
import "./css/thread.css";
import "./css/pages.css";
import "./css/administration.css";
import "./css/figures.css";
import { composer } from "./desk/composer";
import { keyboard } from "./desk/keyboard";
import { list } from "./desk/list";
import { suggestions } from "./desk/suggestions";

list();
keyboard();
composer();
void suggestions();
