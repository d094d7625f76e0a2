// The survey's script in a real browser, on the thank-you page of another host.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { profile, serve, skip } from "./chromium.mjs";
import { dayOf, start, until, word } from "./start.mjs";

let edge;
let server;
let browser;
let go;
before(async () => {
  if (skip) return;
  [edge, server, browser] = await Promise.all([start(), serve(), profile()]);
  go = `http://localhost:${edge.origin.port}`;
});
after(async () => {
  await Promise.all([edge?.close(), browser?.close()]);
  await server?.close();
});

const it = (says, work) => test(says, { skip }, work);

/** A survey with one creator to choose, and the creator. */
async function asking(over = {}) {
  const creator = await edge.make.creator({ name: `<i>Anna</i> ${word()}` });
  const survey = await edge.must(201, "POST", "/v1/surveys", {
    question: `Who sent you? ${word()}`, creator_ids: [creator.id], other_options: ["A friend"], ...over,
  });
  return { creator, survey };
}

/** The thank-you page of an order, with a survey between its words; `attributes` are further ones of the script. */
const thanks = async (survey, order, attributes = "") => {
  const page = await browser.page();
  const script = `<script src="${go}/survey.js" data-host="${go}" data-survey="${survey.handle}" data-order="${order}" ${attributes}></script>`;
  await page.goto(server.bare(`<!doctype html><p id="before">Thank you</p>${script}<p id="after">Bye</p>`));
  return page;
};

const report = ({ handle }) =>
  edge.must(200, "GET", `/v1/reports/surveys?${new URLSearchParams({ survey: handle, from: dayOf(Date.now() - 600_000), to: dayOf() })}`);

it("it asks where its script stands, counts that it was shown, and a chosen creator's answer is theirs", async () => {
  const { creator, survey } = await asking();
  const page = await thanks(survey, word("order-"));
  await page.waitForSelector("script + form");
  assert.equal(await page.innerText("legend"), survey.question);
  const labels = await page.$$eval("label", (all) => all.map((label) => label.textContent.trim()));
  assert.deepEqual(labels, [creator.name, "A friend", "Other:"]);
  await until("it is counted as shown", async () => (await report(survey)).shown === 1);
  assert.equal((await report(survey)).answered, 0);
  await page.getByLabel(creator.name).check();
  await page.click("button");
  assert.equal(await page.innerText("form"), "✓");
  await until("the answer came", async () => (await report(survey)).answered === 1);
  assert.deepEqual((await report(survey)).creators, [{ creator: { id: creator.id, name: creator.name }, answers: 1 }]);
});

it("a typed answer is met with the creator's name", async () => {
  const creator = await edge.make.creator({ name: `Bo ${word()}` });
  const { survey } = await asking({ creator_ids: [] });
  const page = await thanks(survey, word("order-"), 'data-other="Jemand anders:"');
  await page.getByLabel("Jemand anders:").fill(` ${creator.name.toUpperCase()} `);
  await page.keyboard.press("Enter");
  assert.equal(await page.innerText("form"), "✓");
  await until("the answer came", async () => (await report(survey)).answered === 1);
  assert.deepEqual((await report(survey)).creators, [{ creator: { id: creator.id, name: creator.name }, answers: 1 }]);
});

it("OK without an answer sends nothing and keeps asking; a page that is loaded again asks again and counts once", async () => {
  const { survey } = await asking({ free_text: false });
  const page = await thanks(survey, word("order-"));
  await page.click("button");
  assert.equal(await page.locator("form input").count(), 2);
  await until("it is counted as shown", async () => (await report(survey)).shown === 1);
  await page.reload();
  await page.getByLabel("A friend").check();
  await page.click("button");
  await until("the answer came", async () => (await report(survey)).answered === 1);
  const { shown, answered } = await report(survey);
  assert.deepEqual([shown, answered], [1, 1]);
});

it("a survey that is switched off or unknown leaves the page as it was", async () => {
  const { survey } = await asking({ enabled: false });
  for (const one of [survey, { handle: "nowhere" }]) {
    const page = await thanks(one, word("order-"));
    await page.waitForLoadState("networkidle");
    assert.equal(await page.locator("form").count(), 0);
    assert.equal(await page.innerText("#after"), "Bye");
  }
});

it("nothing that the script did threw into the page", async () => {
  assert.deepEqual(browser.errors, []);
});
