// What a marketer's hands do at the forms of links, for every test that makes or changes one.

/** A page at which a link is made, with destination and creator chosen. */
export async function making(seen, over = {}) {
  const page = await seen.open("/links/new", over);
  await page.fill("[name=destination]", "https://shop.example/lamp");
  await choose(page, "Creator", "nova");
  return page;
}

/** Chooses the first of the names that have this part. */
export async function choose(page, label, part) {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.fill(part);
  await page.getByRole("option").first().waitFor();
  await field.press("Enter");
}

/** Opens a part of the form. */
export const open = (page, name) => page.locator("summary", { hasText: name }).click();

/** Presses the button of this name. */
export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** The id of the link that was made and is shown now. */
export async function made(page) {
  await page.waitForURL(/\/links\/\d+/);
  return Number(new URL(page.url()).pathname.split("/").at(-1));
}
