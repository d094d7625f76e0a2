// Links and codes: not drawn yet.
import { Empty } from "../states";

export default function Page() {
  return <Empty>This page is being made.</Empty>;
}
