// How likely an image is under a model, and where it is not: a patch of tissue in a field of nuclei.
// Argument: a folder, and "full" for more terms.
args = split(getArgument(), " ");
folder = "target/explain";
if (args.length > 0) folder = args[0];
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

settings = "estimate=bound probes=1 terms=2 seed=1";
if (full) settings = "estimate=bound probes=4 terms=40 seed=1";

run("Phantom Images...", "structure=tissue density=dense contrast=high noise=low count=1 masks=no seed=4");
makeRectangle(0, 0, 40, 40);
run("Copy");
run("Phantom Images...", "structure=nuclei density=medium contrast=high noise=low count=1 masks=no seed=3");
makeRectangle(60, 50, 40, 40);
run("Paste");
run("Select None");
saveAs("PNG", folder + "/likelihood-image");
run("Log-Likelihood...", settings + " prompt=[fluorescence micrograph of nuclei]");
print("bound: " + d2s(getResult("Bits per value", nResults - 1), 3) + " +- "
    + d2s(getResult("Standard error", nResults - 1), 3) + " bits per latent value");
run("Fire");
run("RGB Color");
saveAs("PNG", folder + "/likelihood-map");
