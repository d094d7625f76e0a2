// A creator's own pages: the addresses at which they see their own figures, made, shown again, changed and taken back.
import { useState } from "preact/hooks";
import { ask } from "../../api";
import { may } from "../../session";
import { Needs } from "../../states";
import { when } from "../settings/clock";
import type { Field, Row } from "../settings/fields";
import { Form } from "../settings/form";
import { Rows, useList } from "../settings/list";
import { Confirm, Copy } from "../settings/once";

interface Own extends Row {
  id: number;
  money: boolean;
  expires_at: string | null;
  created_at: string;
  seen_at: string | null;
  /** Null where the deployment has no CUSTOMER_KEY to sign it with. */
  address: string | null;
}

const FIELDS: Field[] = [
  { name: "money", label: "With money", kind: "flag", hint: "Also what their orders brought in; costs and fees of the brand are never shown." },
  { name: "expires_at", label: "Until", kind: "moment", hint: "From then on it opens nothing. Left empty it has no end; you can take it back at any time." },
];

/** Whether it opens nothing any more. */
const over = ({ expires_at }: Own): boolean => expires_at !== null && Date.parse(expires_at) <= Date.now();

/** The panel on the page of the creator `of`. */
export function OwnPages({ of }: { of: number }) {
  const admin = may("admin");
  const list = useList<Own>(admin ? "/v1/creator_pages" : null, { creator: of });
  const [making, setMaking] = useState(false);
  const [done, setDone] = useState("");
  const again = (text: string) => {
    setMaking(false);
    setDone(text);
    list.coming.again();
  };
  return (
    <section class="panel" aria-labelledby="own-pages">
      <h2 id="own-pages">Their own page</h2>
      <p class="notes">An address at which they see their own links, clicks, orders and codes, without a key and with nothing of the brand's. Whoever has the address sees it, so send it to nobody else.</p>
      {!admin && <Needs scope="admin" what="Making and seeing it" />}
      {admin && (
        <>
          {making ? (
            <Form
              id={`creators/${of}/own/new`}
              fields={FIELDS}
              save="Make the page"
              send={async (body) => {
                await ask("POST", "/v1/creator_pages", { body: { ...body, creator_id: of } });
                again("The page is made: send them its address.");
              }}
            >
              {() => (
                <p>
                  <button type="button" class="quiet" onClick={() => setMaking(false)}>
                    Make none
                  </button>
                </p>
              )}
            </Form>
          ) : (
            <p>
              <button type="button" onClick={() => setMaking(true)}>
                Make a page for them
              </button>
            </p>
          )}
          <p role="status" class="good">
            {done}
          </p>
          <Rows list={list} what="Their pages" none="They have none.">
            {(pages) => (
              <ul class="own-pages">
                {pages.map((page) => (
                  <li key={page.id}>
                    <Page page={page} again={again} />
                  </li>
                ))}
              </ul>
            )}
          </Rows>
        </>
      )}
    </section>
  );
}

/** One page: what it shows and until when, its address while it opens something, and what can be done with it. */
function Page({ page, again }: { page: Own; again: (text: string) => void }) {
  const [changing, setChanging] = useState(false);
  const ended = over(page);
  return (
    <>
      <p>
        <strong>{page.money ? "With money" : "Without money"}.</strong> Made {when(page.created_at)}. {page.seen_at ? `Last seen ${when(page.seen_at)}` : "Never seen"}.{" "}
        {page.expires_at ? `${ended ? "Ended" : "Open until"} ${when(page.expires_at)}.` : "No end."}
      </p>
      {page.address === null && <p class="wrong">It has no address: the deployment has no CUSTOMER_KEY to sign it with. Whoever runs it sets one.</p>}
      {!ended && page.address !== null && <Copy label={`the address made ${when(page.created_at)}`} text={page.address} />}
      <p class="row">
        {!ended && page.address !== null && (
          <a href={page.address} target="_blank" rel="noopener noreferrer">
            Open it in another tab
          </a>
        )}
        <button type="button" class="quiet" aria-expanded={changing} onClick={() => setChanging(!changing)}>
          Change
        </button>
        <Confirm
          label="Take back"
          title="Take back their page"
          steps={[<p>Its address opens nothing from now on, for whoever has it. That cannot be undone; another page has another address.</p>]}
          go="Take it back"
          act={async () => {
            await ask("DELETE", `/v1/creator_pages/${page.id}`);
            again("The page is taken back: its address opens nothing any more.");
          }}
        />
      </p>
      {changing && (
        <Form
          id={`creator_pages/${page.id}`}
          fields={FIELDS}
          row={page}
          save="Save"
          send={async (body) => {
            await ask("PATCH", `/v1/creator_pages/${page.id}`, { body });
            setChanging(false);
            again("It is saved.");
          }}
        />
      )}
    </>
  );
}
