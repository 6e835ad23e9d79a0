import * as models from '../models';

export interface Applicant { firstName: string; gender: models.Gender; }
