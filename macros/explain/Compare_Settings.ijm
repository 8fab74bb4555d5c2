// One sheet over two settings. Argument: a folder, and "full" for a larger sheet.
args = split(getArgument(), " ");
folder = "target/explain";
if (args.length > 0) folder = args[0];
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

if (full) {
    run("Compare Settings...", "rows=guidance down=[1, 3, 7.5] columns=steps across=[4, 8, 16, 32] method=DDIM seed=3"
        + " prompt=[fluorescence micrograph of nuclei, dense, high contrast]");
} else {
    run("Compare Settings...", "rows=seed down=[1, 2] columns=steps across=[1, 2] guidance=1 method=DDIM prompt=[nuclei]");
}
saveAs("PNG", folder + "/compare-settings");
