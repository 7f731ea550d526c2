// Unpacks the browser of the npm package into the folder named by TMPDIR, and prints its path.
import chromium from "@sparticuz/chromium";

chromium.setGraphicsMode = false;
console.log(await chromium.executablePath());
