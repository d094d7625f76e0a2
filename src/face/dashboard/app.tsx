// The frame around every page: who is signed in, the ways between pages, and the page that the address names.
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { place, to } from "./address";
import { AboutFigure } from "./figure";
import { PAGES, type Page, lacking, pageOf } from "./pages";
import { Printed } from "./printed";
import { expired, key, leave, may, settings } from "./session";
import { SignIn } from "./sign_in";
import { Empty, Guarded, Needs, Trouble, Waiting } from "./states";
import { Problem } from "./api";
import { useTitle } from "./title";

export function App() {
  if (!settings.value) return <SignIn />;
  const page = pageOf(place.value.parts[0]);
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={skip}>
        Skip to the page
      </a>
      <Head />
      <main id="main" tabIndex={-1}>
        {page ? <Opened page={page} key={page.at} /> : <Nowhere />}
      </main>
      <footer>
        <p>
          Days are of {settings.value.zone}. Attribution is accounting: which orders would have come anyway is the question of{" "}
          <a href={to(["lift"])}>lift</a>. <a href="/docs">The API</a>. Waymark {settings.value.version}.
        </p>
      </footer>
      <AboutFigure />
      {expired.value && <SignIn over />}
    </div>
  );
}

/** Of an address that none of the pages has. */
function Nowhere() {
  useTitle("No such page");
  return (
    <>
      <h1>No such page</h1>
      <Empty>
        There is no such page. <a href={to([])}>Go to the overview</a>.
      </Empty>
    </>
  );
}

/** Goes to the page's text without leaving a mark in the address. */
function skip(event: MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Head() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const at = place.value.parts[0] ?? "";
  useEffect(() => setOpen(false), [place.value]);
  return (
    <header
      class="top"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <a class="brand" href={to([])}>
        <img src="/dashboard/icon.svg" alt="" width="20" height="20" />
        Waymark
      </a>
      <button ref={button} type="button" class="menu" aria-expanded={open} aria-controls="nav" onClick={() => setOpen(!open)}>
        Menu
      </button>
      <nav id="nav" class={open ? "open" : undefined} aria-label="Pages">
        <ul>
          {PAGES.filter(({ listed }) => listed).map((page) => (
            <li class={page.opens ? "opens" : undefined}>
              <a href={to(page.at === "" ? [] : [page.at])} aria-current={page.at === at ? "page" : undefined}>
                {page.title}
                {lacking(page) && <small> needs {lacking(page)}</small>}
              </a>
            </li>
          ))}
          <li class="who">
            <span>{settings.value?.key.name}</span>
            <button type="button" class="quiet" onClick={leave}>
              Sign out
            </button>
          </li>
        </ul>
      </nav>
    </header>
  );
}

/**
 * Loads everything anew once the service can be reached. A browser that failed to load a script once does not ask for it again,
 * and after an update there is no such script any more; without the service this page would be lost for the browser's own.
 */
async function anew(failed: (problem: Problem) => void) {
  try {
    await fetch("/dashboard", { cache: "no-store", credentials: "omit" });
    location.reload();
  } catch {
    failed(new Problem(0, "offline", "The service could still not be reached.", "Check the connection, then load the page anew: it opens where you are now."));
  }
}

/** A page, loaded when it is first opened. */
function Opened({ page }: { page: Page }) {
  const [Shape, setShape] = useState<ComponentType | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(page.title);
  useEffect(() => {
    let here = true;
    page.load().then(
      (module) => here && setShape(() => module.default),
      () => here && setProblem(new Problem(0, "offline", "This page could not be loaded.", "Check the connection, then load the page anew: it opens where you are now.")),
    );
    return () => {
      here = false;
    };
  }, [page]);
  // Who comes from another page by keyboard or ear starts at the new page's heading.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [place.value.parts.join("/")]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {page.title}
      </h1>
      {(page.needs === "reports:read" || page.at === "creators") && <Printed />}
      {page.needs && !may(page.needs) ? <Needs scope={page.needs} what={`“${page.title}”`} /> : problem ? <Trouble problem={problem} again={() => void anew(setProblem)} way="Load the page anew" /> : Shape ? <Guarded><Shape /></Guarded> : <Waiting what="This page" one />}
    </>
  );
}

// A key that this tab holds from before opens the page again; whether it still does is asked first.
if (key.value === "") leave();
