// A diffusion model from scratch, on handwritten digits that the plugin draws: what noise does to
// them, two models that learn to undo it, their guesses in one step, and their samples in 5 and in
// 40 steps. Change a number, run it again, and see.
// Argument: folder, training steps, and samples of each kind, such as "target/scratch 2700 50".
args = split(getArgument(), " ");
var folder = "target/from-scratch";
var steps = 2700;
var samples = 50;
var data;
if (args.length > 0) folder = args[0];
if (args.length > 1) steps = parseInt(args[1]);
if (args.length > 2) samples = parseInt(args[2]);
File.makeDirectory(folder);
setBatchMode(true);

// 1. The data: glyph k shows the digit k mod 10.
run("Draw Glyphs...", "count=4000 seed=1");
data = getImageID();
sheet("1-glyphs", 10, minOf(50, nSlices));

// 2. Train one model to predict the clean image, and one as DDPM does: to predict the noise, with
// its schedule of equal steps in beta.
// The second gets fewer steps: ten minutes are short.
learn("clean", "schedule=cosine prediction=sample weighting=uniform", steps);
learn("ddpm", "schedule=linear prediction=epsilon weighting=uniform", maxOf(1, floor(0.2 * steps)));

// 3. Corrupt some digits by a growing amount, and look at the guesses of each model in one step.
guess("clean");
guess("ddpm");

// 4. Start from noise, and take 5 or 40 steps. DPM2 a adds some noise again at each step, which lets
// later steps mend what earlier ones got wrong, if there are enough of them; DDIM does not.
generate("clean", 5, "DDIM");
generate("clean", 40, "DPM2 a");
generate("ddpm", 5, "DDIM");
generate("ddpm", 40, "DPM2 a");

function learn(name, how, steps) {
    selectImage(data);
    run("Train Model...", "kind=pixels size=small pixels=28 orientation=fixed " + how
        + " batch=16 rate=0.002 steps=" + steps + " seed=1 output=[" + path(name) + "]");
    while (nImages > 1) { selectImage(nImages); if (getImageID() == data) selectImage(1); close(); }
}

function guess(name) {
    selectImage(data);
    run("Denoise Once...", "model=[" + path(name) + "] amounts=10 images=5 seed=1");
    run("Make Montage...", "columns=1 rows=5 scale=2 border=2");
    run("8-bit");
    saveAs("PNG", folder + "/3-guesses-" + name);
    close();
    close();
}

function generate(name, count, sampler) {
    run("Text to Image...", "model=[" + path(name) + "] width=28 height=28 steps=" + count
        + " sampler=[" + sampler + "] seed=1 count=" + samples);
    run("Classify Glyphs");
    sheet("4-samples-" + name + "-" + count, 10, minOf(50, samples));
    close();
}

function sheet(name, columns, slices) {
    run("Make Montage...", "columns=" + columns + " rows=" + floor((slices + columns - 1) / columns)
        + " scale=2 last=" + slices + " border=1");
    saveAs("PNG", folder + "/" + name);
    close();
}

function path(name) { return folder + "/" + name; }
