import {describe, expect, it} from "vitest";
import {readIds} from "../../data-loaders/tables/read-ids.ts";
import {UsageError} from "../../src/errors.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const idsOf = (text: string) => readIds(store.write("people.csv", text));

describe("ids of people in a table", () => {
  it("are asked for where the column id may be that of posts", async () => {
    const posts = "id,conversation_id,author_id,text\n1790000000000000123,1790000000000000123,11,soup\n";
    await expect(idsOf(posts)).rejects.toThrow(
      /people\.csv: its column id may hold ids of posts, as it has conversation_id too: name the column of people's ids user_id$/
    );
    await expect(idsOf(posts)).rejects.toBeInstanceOf(UsageError);
  });

  it("are those of a column that says so, whatever stands in id", async () => {
    expect(await idsOf("id,user_id,full_text\n1790000000000000123,11,soup\n1790000000000000124,11,tea\n")).toEqual(["11"]); // prettier-ignore
    expect(await idsOf("id,userid\n1,11\n2,12\n")).toEqual(["11", "12"]);
    expect(await idsOf("id,username,description\n11,anna,soup\n")).toEqual(["11"]);
  });
});
