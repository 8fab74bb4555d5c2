#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Kills a folder job and a training with SIGKILL at random moments, does the same again until it ends, and compares with
# runs that nobody killed: pixels and records of every result; settings, losses, checkpoint and weights of the model.
#
#   src/test/scripts/kill-jobs.sh [KILLS] [folder|training]    from the project's folder; 20 kills of both if left out
#
# Needs bash and Maven, or the class path in CLASS_PATH. Prints the figures; the status is not 0 if something differs.
set -euo pipefail
kills=${1:-20}
only=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo 'print(call("java.lang.System.getProperty", "java.class.path"));' > "$work/path.ijm"
class_path=${CLASS_PATH:-$(mvn -o -q --batch-mode compile exec:exec -Dmacro="$work/path.ijm" -Dmacro.args= | grep -a classes | head -1)}

macro() { # FILE ARGUMENT: replaces this process, so that its id is Java's
    exec java -Xmx2g -XX:TieredStopAtLevel=1 -Dai.djl.pytorch.num_threads=1 --add-opens java.base/java.lang=ALL-UNNAMED -cp "$class_path" \
        sc.fiji.diffusion.launch.MacroRunner "$@" > "$work/out.txt" 2> "$work/err.txt"
}

# kill_until_done NAME MACRO: one unkilled run of MACRO into NAME-whole, then runs into NAME-killed-N, killed at moments
# from 0.4 of the unkilled run to its end, until there were enough kills.
kill_until_done() {
    local name=$1 script=$2 hit=0 round=0 ended=0
    local start; start=$(date +%s%N)
    (macro "$script" "$work/$name-whole") || { cat "$work/err.txt"; exit 1; }
    local took=$((($(date +%s%N) - start) / 1000000))
    while ((hit < kills)); do
        round=$((round + 1))
        local target="$work/$name-killed-$round"
        while ((hit < kills)); do
            (macro "$script" "$target") & local process=$!
            sleep "$(awk -v t="$took" -v r="$RANDOM" 'BEGIN { print t / 1000 * (0.4 + 0.6 * r / 32768) }')"
            if kill -9 "$process" 2> /dev/null; then hit=$((hit + 1)); else ended=1; fi
            wait "$process" 2> /dev/null || true
            if ((ended)); then ended=0; break; fi
        done
        (macro "$script" "$target") || { cat "$work/err.txt"; exit 1; }
        "compare_$name" "$work/$name-whole" "$target"
    done
    echo "$name: $hit kills in $round jobs of $took ms, all ended as the unkilled one"
}

compare_folder() {
    (macro "$here/compare-results.ijm" "$1;$2") || { cat "$work/err.txt"; exit 1; }
    diff <(cd "$1" && ls -A) <(cd "$2" && ls -A)
    diff "$1/inpaint-folder.journal" "$2/inpaint-folder.journal"
}

compare_training() {
    diff "$1/training/settings.json" "$2/training/settings.json"
    diff <(cut -d, -f1,3 "$1/training/loss.csv") <(cut -d, -f1,3 "$2/training/loss.csv")
    local file
    while read -r file; do cmp "$1/$file" "$2/$file"; done < <(cd "$1" && find . -name '*.safetensors')
}

cat > "$work/images.ijm" << 'END'
folder = getArgument();
File.makeDirectory(folder);
setBatchMode(true);
for (i = 0; i < 12; i++) {
    newImage("image", "16-bit ramp", 24 + i, 20, 1 + 2 * (i % 3));
    makeOval(5, 4, 8, 7);
    saveAs("Tiff", folder + "/image" + i + ".tif");
    close();
}
END
(macro "$work/images.ijm" "$work/images")

cat > "$work/folder.ijm" << END
newImage("active", "8-bit ramp", 16, 16, 1);
run("Inpaint Folder...", "model=[$here/../resources/reference/models/tiny-sd1] steps=1 guidance=1 resample=1 seed=11 slices=all seeds=[per slice] input=[$work/images] folder=[" + getArgument() + "] prompt=[nuclei]");
END
[ "$only" = training ] || kill_until_done folder "$work/folder.ijm"

# Checkpoints come every 30 seconds; a job takes about a minute.
cat > "$work/training.ijm" << END
newImage("stack", "8-bit ramp", 16, 16, 4);
for (i = 1; i <= 4; i++) { setSlice(i); run("Add...", "value=" + 20 * i + " slice"); }
run("Train Model...", "kind=pixels pixels=16 size=small batch=8 steps=200 seed=5 output=[" + getArgument() + "]");
END
[ "$only" = folder ] || kill_until_done training "$work/training.ijm"
