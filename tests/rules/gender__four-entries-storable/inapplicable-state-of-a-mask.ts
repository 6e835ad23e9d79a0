export interface MaskState {
  genderTouched: boolean;
  genderLocked: boolean;
  hasGenderError: boolean;
  requireGender?: boolean;
}
