// The parts of a link's form: where it leads and whose it is, its tags, when it leads there, and all that is seldom wanted.
import type { ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { words } from "../../format";
import { settings } from "../../session";
import { PLATFORMS } from "../../view";
import { FIELDS, type Form, TAGS } from "./data";
import { FormOf, Line, Pick, Tick, wrongAt } from "./field";
import { PickOne } from "./pick";
import { Rules } from "./rules";
import type { Clash } from "./save";

/** Tags' own words for people. */
const TAG_HINT: Record<string, string> = { source: "where: instagram", medium: "what kind: influencer", campaign: "", term: "", content: "which post", id: "", source_platform: "" };

/** A part of the form that is shut until it is wanted; what was opened stays open while somebody types. */
function Part({ title, wanted, children }: { title: string; wanted: boolean; children: ComponentChildren }) {
  const [open, setOpen] = useState(wanted);
  useEffect(() => {
    if (wanted) setOpen(true);
  }, [wanted]);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

export function Where() {
  const { form, say, faults, fixed } = useContext(FormOf);
  const hosts = settings.value!.hosts;
  return (
    <>
      <Line wide name="destination" label="Destination" type="url" placeholder="https://shop.example/lamp" hint="The page of the shop; it can be changed later, so print the short address." />
      <div class="row">
        <PickOne make kind="creators" label="Creator" value={form.creator_id!} choose={(id) => say({ creator_id: id })} wrong={wrongAt(faults, "creator_id")} fixed={fixed.creator_id} />
        <PickOne make kind="campaigns" label="Campaign" none="No campaign" value={form.campaign_id!} choose={(id) => say({ campaign_id: id })} wrong={wrongAt(faults, "campaign_id")} fixed={fixed.campaign_id} />
      </div>
      <div class="row">
        <Line name="platform" label="Platform" list="platforms" placeholder="instagram" />
        <datalist id="platforms">
          {PLATFORMS.map((word) => (
            <option value={word} />
          ))}
        </datalist>
        <Line name="post" label="Post" hint="Your name for the piece of content, such as Reel 1." />
      </div>
      <div class="row">
        <Pick name="host" label="Host" options={hosts.map(({ host }) => [host, host])} />
        <Line name="slug" label="Slug" placeholder="random letters" hint="The word behind the host, up to three with / between them. Left empty it gets letters of its own." />
      </div>
    </>
  );
}

export function Tags() {
  const { form, faults } = useContext(FormOf);
  const wrong = wrongAt(faults, "utm") || wrongAt(faults, "utm_preset");
  return (
    <Part title="Tags" wanted={wrong !== "" || form.utm_preset === "own" || TAGS.some((tag) => form[`utm/${tag}`] !== "")}>
      <Pick
        name="utm_preset"
        label="How tags are derived"
        options={[["", "As the host says"], ["platform", "Platform: source = platform, medium = influencer"], ["creator", "Creator: source = creator, medium = platform"], ["campaign", "Campaign: source = platform, campaign = creator"], ["own", "Templates of my own"]]}
        hint="What you write below stands before it, and before what the destination carries."
      />
      {form.utm_preset === "own" && (
        <div class="row">
          {TAGS.map((tag) => (
            <Line name={`utm_preset/${tag}`} label={`Template of ${tag.replace("_", " ")}`} placeholder={tag === "source" ? "{platform}" : tag === "content" ? "{creator}-{post}" : ""} />
          ))}
        </div>
      )}
      <div class="row">
        {TAGS.map((tag) => (
          <Line name={`utm/${tag}`} label={`utm_${tag}`} placeholder="derived" hint={TAG_HINT[tag]} />
        ))}
      </div>
    </Part>
  );
}

export function When() {
  const { form, faults } = useContext(FormOf);
  const { zone } = settings.value!;
  const names = ["starts_at", "expires_at", "expired_destination"];
  return (
    <Part title="Schedule" wanted={names.some((name) => form[name] !== "" || wrongAt(faults, name) !== "") || form.enabled === "no"}>
      <div class="row">
        <Line name="starts_at" label={`Begins (${zone})`} type="datetime-local" hint="Empty: at once. Before it the address leads nowhere." />
        <Line name="expires_at" label={`Ends (${zone})`} type="datetime-local" hint="Empty: never." />
      </div>
      <Line wide name="expired_destination" label="Where it leads when it is over" type="url" hint="Empty: to what its host shows for dead links." />
      <Tick name="enabled" label="It leads somewhere (switched on)" />
    </Part>
  );
}

export function More() {
  const { form, faults } = useContext(FormOf);
  const names = FIELDS.filter((name) => /^(app|card)\//.test(name));
  const wanted = ["rules", "app", "card", "query_policy", "external_id"].some((name) => wrongAt(faults, name) !== "") || form.rules !== "[]" || names.some((name) => form[name] !== "");
  return (
    <Part title="Rules, apps, cards and more" wanted={wanted}>
      <Rules />
      <h3>Opens an app</h3>
      <p class="hint">A telephone opens the brand's app; the destination is the way back. Use an https address that the app claims where it matters.</p>
      <div class="row">
        <Line name="app/ios/url" label="App address for iOS" placeholder="brand://shop" />
        <Line name="app/android/url" label="App address for Android" placeholder="brand://shop" />
        <Line name="app/android/package" label="Android package" placeholder="com.brand.app" />
      </div>
      <h3>Card in posts</h3>
      <p class="hint">What the bots of social networks get in place of the redirect. People are always sent on.</p>
      <div class="row">
        <Line name="card/title" label="Title of the card" />
        <Line name="card/description" label="Description of the card" />
        <Line name="card/image" label="Image of the card" type="url" />
      </div>
      <h3>More</h3>
      <div class="row">
        <Pick name="query_policy" label="Tags that a visitor brings" options={[["", "As the host says"], ["link_wins", "Fill what the link leaves open"], ["visitor_wins", "Stand in place of the link's"], ["drop", "Go no further"]]} />
        <Line name="external_id" label="Your own name for it" hint="There once; imports and changes find the link by it." />
      </div>
      <Tick name="click_id" label="Add a click id" hint="Without one its orders are known by codes and answers only." />
    </Part>
  );
}

/** What somebody else changed meanwhile and who typed here did too: either stands, by choice. */
export function Clashes({ clashes, base, form, choose }: { clashes: Clash[]; base: Form; form: Form; choose: (name: string, value: string) => void }) {
  if (clashes.length === 0) return null;
  return (
    <section class="panel" role="alert">
      <h3>Changed meanwhile</h3>
      <p>Somebody else saved this link while you typed. What only they changed is in the form now; say what stands where both did, then save again.</p>
      {clashes.map(({ name, mine, theirs, both }) =>
        both ? (
          <fieldset>
            <legend>{words(name.replaceAll("/", " "))}</legend>
            {([["Yours", mine], ["Theirs", theirs]] as [string, string][]).map(([who, value]) => (
              <label class="tick">
                <input type="radio" name={`clash-${name}`} checked={form[name] === value} onChange={() => choose(name, value)} /> {who}: {value || "nothing"}
              </label>
            ))}
          </fieldset>
        ) : (
          <p>
            {words(name.replaceAll("/", " "))} is now {base[name] || "nothing"}.
          </p>
        ),
      )}
    </section>
  );
}
