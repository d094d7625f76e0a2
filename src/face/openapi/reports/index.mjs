// The reports, as one part of the document.
import { part } from "../door.mjs";
import { cohorts } from "./cohorts.mjs";
import { lift } from "./lift.mjs";
import { models } from "./models.mjs";
import { paths } from "./paths.mjs";
import { performance } from "./performance.mjs";
import { codes, quality } from "./quality.mjs";
import { ranking } from "./ranking.mjs";
import { reconciliation } from "./reconciliation.mjs";
import { schemas } from "./shared.mjs";
import { utm } from "./utm.mjs";
import { surveys, visits } from "./visits.mjs";

const all = { performance, ranking, models, paths, reconciliation, cohorts, lift, quality, codes, surveys, visits, utm };

export const reports = part("Reports", "What creators brought in, by exact totals: a figure that cannot be is `null` and says why, and every answer says as of when it is.", {
  schemas,
  paths: Object.fromEntries(Object.entries(all).map(([word, get]) => [`/v1/reports/${word}`, { get }])),
});
