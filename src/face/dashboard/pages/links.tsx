// Links: which of their pages the address names.
import { go, place, to } from "../address";
import { may } from "../session";
import { Empty, Needs } from "../states";
import { write } from "./links/draft";
import { LinkForm } from "./links/form";
import { Import } from "./links/import";
import { List } from "./links/list";
import { One } from "./links/one";
import { Tags } from "./links/tags";

export default function Page() {
  // What goes on behind one of our pages is none of them.
  const at = place.value.parts.slice(1).join("/") || undefined;
  const ways: [string | undefined, string][] = [[undefined, "All links"], ["new", "Make one"], ["import", "Import"], ["tags", "Tags"]];
  return (
    <>
      <nav aria-label="Links" class="ways">
        <ul>
          {ways.map(([word, text]) => (
            <li>
              <a href={to(word ? ["links", word] : ["links"])} aria-current={word === at ? "page" : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {(at === undefined || /^\d+$/.test(at)) && !may("links:read") ? <Needs scope="links:read" what="Seeing links" /> : at === undefined ? <List /> : at === "new" ? <Make /> : at === "import" ? <Import /> : at === "tags" ? <Tags /> : /^\d+$/.test(at) ? <One id={at} key={at} /> : <Empty>There is no such page of links. <a href={to(["links"])}>See all links</a>.</Empty>}
    </>
  );
}

function Make() {
  if (!may("links:write")) return <Needs scope="links:write" what="Making a link" />;
  return (
    <>
      <h2>Make a link</h2>
      <LinkForm
        link={null}
        saved={({ id }, left) => {
          write(`links/${id}`, left);
          go(to(["links", id], { made: 1 }));
        }}
      />
    </>
  );
}
