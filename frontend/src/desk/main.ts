// What a script adds to the counsellor's screens: letters that pick, a queue without network.
import { letters } from "./letters";

letters();
