// Trains a small model on fields of nuclei, pastes patches of other structures into new fields, and
// measures how well the map of Log-Likelihood finds them: the area under the ROC curve of each case.
// Argument: a folder, training steps and cases, such as "target/anomaly 1500 100".
args = split(getArgument(), " ");
var folder = "target/anomaly";
var steps = 1500;
var cases = 100;
if (args.length > 0) folder = args[0];
if (args.length > 1) steps = parseInt(args[1]);
if (args.length > 2) cases = parseInt(args[2]);
File.makeDirectory(folder);
setBatchMode(true);
run("Phantom Images...", "structure=nuclei density=medium size=medium contrast=high blur=sharp noise=low"
    + " width=64 height=64 count=" + minOf(600, 4 * steps) + " masks=no seed=1");
run("Train Model...", "kind=pixels size=small pixels=32 crop=patches orientation=any schedule=cosine"
    + " prediction=v_prediction batch=16 rate=0.001 steps=" + steps + " seed=1 output=[" + folder + "/nuclei]");
run("Close All");

foreign = newArray("filaments", "rods", "spots", "membranes", "tissue", "mitochondria", "yeast", "crystals", "vessels");
side = 20;
sum = 0;
for (k = 0; k < cases; k++) {
    what = foreign[k % foreign.length];
    run("Phantom Images...", "structure=" + what + " density=dense contrast=high blur=sharp noise=low"
        + " width=64 height=64 count=1 masks=no seed=" + (5000 + k));
    makeRectangle(20, 20, side, side);
    run("Copy");
    close();
    run("Phantom Images...", "structure=nuclei density=medium size=medium contrast=high blur=sharp noise=low"
        + " width=64 height=64 count=1 masks=no seed=" + (9000 + k));
    x = 6 + (k * 7) % 33;
    y = 6 + (k * 11) % 33;
    makeRectangle(x, y, side, side);
    run("Paste");
    run("Select None");
    if (k < 3) saveAs("PNG", folder + "/anomaly-image-" + k);
    run("Log-Likelihood...", "model=[" + folder + "/nuclei] estimate=bound probes=1 terms=24 seed=" + k);
    run("Gaussian Blur...", "sigma=3.5"); // what is looked for is larger than what the map resolves
    value = auc(x, y, side);
    sum += value;
    print("case " + k + " (" + what + "): AUC " + d2s(value, 3) + ", mean so far " + d2s(sum / (k + 1), 3));
    if (k < 3) { run("Fire"); run("RGB Color"); saveAs("PNG", folder + "/anomaly-map-" + k); }
    run("Close All");
}
print("mean AUC of " + cases + " cases: " + d2s(sum / cases, 4));

// The chance that a pixel inside the patch has a higher value than one outside.
function auc(x0, y0, side) {
    w = getWidth();
    h = getHeight();
    values = newArray(w * h);
    for (y = 0; y < h; y++) for (x = 0; x < w; x++) values[y * w + x] = getPixel(x, y);
    order = Array.rankPositions(values);
    outside = 0;
    pairs = 0;
    inside = 0;
    for (i = 0; i < order.length; i++) {
        x = order[i] % w;
        y = floor(order[i] / w);
        if (x >= x0 && x < x0 + side && y >= y0 && y < y0 + side) { pairs += outside; inside++; }
        else outside++;
    }
    return pairs / (inside * outside);
}
