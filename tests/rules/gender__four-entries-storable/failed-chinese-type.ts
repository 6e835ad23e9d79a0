export interface Resident {
  id: number;
  fullName: string;
  gender: "男" | "女" | "未知";
}
