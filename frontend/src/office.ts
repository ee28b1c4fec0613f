// The office: nothing but the islands; its pages keep Wagtail's own styles.
import "./styles/tokens.css";
import "./styles/office.css";
import "./styles/flows.css";
import "./styles/meetings.css";
import "./styles/cockpit.css";
import "./styles/segments.css";
import { wakeIslands } from "./shared/islands";

wakeIslands();
