import { Gender } from '../models/gender';

export interface Person { firstName: string; gender: Gender; }
