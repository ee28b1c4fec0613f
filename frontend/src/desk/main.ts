// What a script adds to the counsellor's screens: letters that pick, steps that are dragged, a queue without network.
import { dragSteps } from "./drag";
import { letters } from "./letters";
import { keepRequests } from "./offline";

letters();
dragSteps();
void keepRequests();
