// Makes all pictures of docs/explain but those of the course from scratch, which its own macro makes.
// Argument: a folder, such as docs/explain.
folder = getArgument();
if (folder == "") folder = "target/explain";
here = "macros/explain/";
macros = newArray("Forward_Process", "Reverse_Process", "ODE_Encode_Decode", "Log_Likelihood", "CLIP", "VAE_Compare", "Compare_Settings");
for (i = 0; i < macros.length; i++) {
    runMacro(here + macros[i] + ".ijm", folder + " full");
    run("Close All");
    run("Clear Results");
}
