import "./css/desk.css";
import "./css/composer.css";
import "./css/thread.css";
import "./css/pages.css";
import "./css/administration.css";
import "./css/figures.css";
import { composer } from "./desk/composer";
import { finding } from "./desk/finding";
import { keyboard } from "./desk/keyboard";
import { list } from "./desk/list";
import { suggestions } from "./desk/suggestions";
import { thread } from "./desk/thread";

list();
keyboard();
finding();
composer();
thread();
void suggestions();
