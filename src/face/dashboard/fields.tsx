// Fields whose words stand in the address, with what the API says is wrong with them.
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { change, said } from "./address";
import { useAnswer } from "./api";
import { Choice } from "./view";

interface Shape {
  name: string;
  label: string;
  hint?: ComponentChildren;
  /** What stands there where the address says nothing. */
  usual?: string;
  /** What the API says is wrong with it. */
  wrong?: string;
  kind?: "text" | "number";
  list?: string;
}

/** A field that is asked by once it is left or Enter is pressed; what was typed stays, also where it is refused. */
export function Field({ name, label, hint, usual = "", wrong, kind = "text", list }: Shape) {
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  return (
    <div class="field">
      <label for={id}>
        <span>{label}</span>
      </label>
      <input
        id={id}
        inputMode={kind === "number" ? "numeric" : undefined}
        autocomplete="off"
        spellcheck={false}
        list={list}
        placeholder={usual}
        value={typed ?? said(name)}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => type(event.currentTarget.value)}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          type(null);
          change({ [name]: text });
        }}
      />
      <span id={`${id}-hint`} class={wrong ? "wrong" : "notes"}>
        {wrong ?? hint}
      </span>
    </div>
  );
}

interface Creator {
  id: number;
  name: string;
}

/** Chooses a creator by name; where there are more than a page of them, by id with the first names offered. */
export function CreatorChoice({ name = "creator", label = "Creator", any = "All creators", wrong }: { name?: string; label?: string; any?: string; wrong?: string }) {
  const id = useId();
  const known = useAnswer<{ items: Creator[]; next: string | null }>("/v1/creators", { limit: 100 });
  const creators = known.data?.items ?? [];
  const chosen = said(name);
  // Several ids, or one of a later page, are no entry of a short list.
  if (known.data && !known.data.next && (chosen === "" || creators.some((creator) => String(creator.id) === chosen))) {
    return <Choice name={name} label={label} options={[["", any], ...creators.map((creator): [string, string] => [String(creator.id), creator.name])]} />;
  }
  const named = creators.find((creator) => String(creator.id) === chosen)?.name;
  return (
    <>
      <Field name={name} label={`${label} (id)`} usual={any} list={id} wrong={wrong} hint={named ?? "An id, or several with commas."} kind="number" />
      <datalist id={id}>
        {creators.map((creator) => (
          <option value={creator.id} label={creator.name} />
        ))}
      </datalist>
    </>
  );
}
