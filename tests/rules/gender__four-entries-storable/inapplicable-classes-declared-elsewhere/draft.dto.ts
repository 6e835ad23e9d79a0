import { EventGender } from "./event-gender.enum";

export interface DraftDto {
  title: string;
  gender: EventGender;
}
