// One place on a page: where a number of the results stands.

import { Viewer } from "./viewer.mjs";

const place = document.getElementById("viewer").dataset;
const viewer = new Viewer({});
await viewer.open(place.report, Number(place.page));
if (place.box) await viewer.point(Number(place.page), place.box.split(",").map(Number));
document.body.dataset.ready = "yes";
