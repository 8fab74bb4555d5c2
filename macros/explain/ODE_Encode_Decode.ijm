// Two images to noise and back without chance, and the way between them through their codes.
// Argument: a folder, and "full" for the error over steps, with its curve.
args = split(getArgument(), " ");
folder = "target/explain";
if (args.length > 0) folder = args[0];
full = args.length > 1;
File.makeDirectory(folder);
setBatchMode(true);

settings = "method=DDIM steps=3 rounds=1";
frames = 2;
if (full) { settings = "method=DDIM steps=25 rounds=1"; frames = 6; }

run("Phantom Images...", "structure=nuclei density=medium contrast=high noise=low count=1 masks=no seed=3");
rename("nuclei");
run("ODE Encode...", settings + " check=yes");
rename("code of nuclei");
run("Phantom Images...", "structure=filaments density=medium contrast=high noise=low count=1 masks=no seed=5");
rename("filaments");
run("ODE Encode...", settings + " check=no");
rename("code of filaments");

selectImage("code of nuclei");
run("ODE Decode...", settings + " other=[code of filaments] frames=" + frames);
run("Make Montage...", "columns=" + frames + " rows=1 scale=0.75");
run("8-bit");
saveAs("PNG", folder + "/ode-interpolation");
close();
close();

selectImage("nuclei");
run("ODE Encode...", "method=flow tolerance=0.5 check=no");
close();

steps = newArray(2, 4);
if (full) steps = newArray(10, 20, 50, 100, 200);
errors = newArray(steps.length);
for (i = 0; i < steps.length; i++) {
    selectImage("nuclei");
    run("ODE Encode...", "method=DDIM steps=" + steps[i] + " rounds=1 check=yes");
    errors[i] = 100 * getResult("Round-trip error", nResults - 1);
    print(steps[i] + " steps: round-trip error " + d2s(errors[i], 3) + " %");
    close();
}
Plot.create("DDIM inversion", "steps", "round-trip error in %");
Plot.setLogScaleX();
Plot.setLogScaleY();
Plot.setLineWidth(2);
Plot.add("connected circle", steps, errors);
Plot.setLimitsToFit();
Plot.show();
saveAs("PNG", folder + "/ode-error-over-steps");
