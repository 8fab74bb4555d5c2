// An image comes out of noise: the noisy sample on the left, on the right what the model takes for the
// clean image at that moment. Argument: a folder, and "full" for all solvers with many steps.
args = split(getArgument(), " ");
var folder = "target/explain";
if (args.length > 0) folder = args[0];
var full = false;
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

var steps = 2;
var tolerance = 0.5;
if (full) { steps = 25; tolerance = 0.05; }

generate("DDIM", steps);
generate("predictor-corrector", steps);
generate("probability-flow ODE", steps);
if (full) {
    generate("Euler-Maruyama", 40);
    generate("reverse diffusion", 40);
}

function generate(solver, count) {
    run("Reverse Process...", "solver=[" + solver + "] equation=VP steps=" + count + " tolerance=" + tolerance
        + " frames=5 seed=3 prompt=[fluorescence micrograph of nuclei, dense, high contrast]");
    info = getMetadata("Info");
    from = indexOf(info, "evaluations");
    print(solver + ": " + substring(info, from, indexOf(info, "\n", from)));
    run("Make Montage...", "columns=1 rows=" + nSlices + " scale=0.75");
    run("8-bit");
    saveAs("PNG", folder + "/reverse-" + replace(solver, " ", "-"));
    close();
    close();
}
