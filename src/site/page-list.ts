/** The notebooks of an account in the order of the sidebar, with what a reader finds there. */
export const notebooks = [
  {page: "growth", about: "who came and who left, week by week"},
  {page: "cohorts", about: "month by month: who stays, who engages"},
  {page: "engagement", about: "what they do, and when"},
  {page: "outreach", about: "whom we followed, and who followed back"},
  {page: "circles", about: "whom they interact with: the brand, its interests, its other followers"},
  {page: "return", about: "what outreach cost, and what it brought beyond X"},
  {page: "experiment", about: "what outreach causes, by a coin"},
  {page: "quality", about: "what the numbers rest on"},
  {page: "method", about: "every word defined, and what is not seen"},
  {page: "marts", about: "every table behind the figures, and how to read it"}
];
