#!/usr/bin/env bash
# marketing-attribution-models 2.1.1 (PyPI, imported as mam, without what it draws with; polars 2.1.0): of a way of five channels the one whose name comes
# first in the alphabet has no part in the sale, whatever it did; renamed, another one has none.
#
# Expected: Shapley's value is shared by all who took part, and names do not count: of ten sales by reply, shop, news, video and art, in this order, where no
#   part of the way sold anything, each has 2, as with max_size=5. If only four of five are looked at, they are the last four of the way.
# Instead: the channels of a way are sorted by name, since coalitions have no order, and then cut to the last four: art is gone, which was the last click. With
#   its name written zart it is news. run_shapley(max_size=4) is what the README shows, without a word on what is left out. No warning.
# Output seen: art none news 2.5 reply 2.5 shop 2.5 video 2.5; as zart news none reply 2.5 shop 2.5 video 2.5 zart 2.5; of size 5 all 2.0.
# Since: seen on 2026-12-01.
# For campaigns: long ways are those of people who were asked often, and the channels that come first in the alphabet, ads among them, look as if they did
#   nothing. Give max_size the number of channels.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m pip install -q --no-compile --no-warn-conflicts --root-user-action ignore --disable-pip-version-check --target "$dir" \
  polars==2.1.0 pandas==2.3.3 numpy==1.26.4
python3 -m pip install -q --no-deps --no-compile --root-user-action ignore --disable-pip-version-check --target "$dir" \
  marketing-attribution-models==2.1.1
cat > "$dir/run.py" <<'PY'
import sys
from importlib.machinery import ModuleSpec
from unittest.mock import MagicMock

# What it draws with is not installed, and not used here.
class Absent:
    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in ("matplotlib", "seaborn", "plotly", "jinja2") else None

    def create_module(self, spec):
        return MagicMock(__path__=[])

    def exec_module(self, module):
        pass

sys.meta_path.insert(0, Absent())
import polars
from mam.models.shapley import ShapleyModel
from mam.preprocessing import MAMPipeline

def tell(size, art="art"):
    channels = ["reply", "shop", "news", "video", art]
    ways = polars.DataFrame({"way": [" > ".join(channels)], "people": [10], "bought": [True]})
    journeys = MAMPipeline.preprocess(ways, "grouped_journey", "way", "bought", occurrences_colname="people")
    parts = dict(ShapleyModel(max_size=size).get_aggregated_results(journeys).iter_rows())
    return " ".join(f"{channel} {parts[channel]:.1f}" if channel in parts else f"{channel} none" for channel in sorted(channels))

print(f"{tell(4)}; {tell(4, 'zart')}; {tell(5)}")
PY
seen=$(PYTHONPATH="$dir" python3 -W ignore "$dir/run.py")
echo "$seen"
of_five="art 2.0 news 2.0 reply 2.0 shop 2.0 video 2.0"
[ "$seen" = "art none news 2.5 reply 2.5 shop 2.5 video 2.5; news none reply 2.5 shop 2.5 video 2.5 zart 2.5; $of_five" ] ||
  { echo "changed: parts are given to channels otherwise"; exit 1; }
