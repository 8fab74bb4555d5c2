// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.gui.OvalRoi;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFImageReadParam;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.provenance.Xmp;

class ProvenanceSaverTest {

    private static final Map<String, String> SETTINGS =
            Map.of("model", "tiny", "model SHA-256", "abc", "prompt", "µ <nuclei> & \"cells\"");
    private static final Provenance PARTLY =
            new Provenance(AiShare.PARTLY, "Inpaint Selection", SETTINGS);

    @TempDir Path folder;

    private static ImagePlus recorded(ImagePlus image) {
        Records.add(image, PARTLY);
        return image;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tiffOpensInImageJWithEverythingAndHoldsThePacket(boolean littleEndian) throws Exception {
        Prefs.intelByteOrder = littleEndian;
        try {
            for (Map.Entry<String, ImagePlus> entry : TestImages.everyType().entrySet()) {
                ImagePlus image = recorded(entry.getValue());
                image.setRoi(new OvalRoi(3, 4, 20, 10));
                Path file = ProvenanceSaver.save(image, folder.resolve(entry.getKey() + ".tif"));
                assertSame(entry.getKey(), IJ.openImage(file.toString()), image);
                assertThat(sourceType(tiffPacket(file)))
                        .isEqualTo(AiShare.PARTLY.digitalSourceType());
            }
        } finally {
            Prefs.intelByteOrder = false;
        }
    }

    private static void assertSame(String what, ImagePlus opened, ImagePlus saved) {
        assertThat(Difference.none(opened, saved)).as(what).isTrue();
        assertThat(opened.getType()).as(what).isEqualTo(saved.getType());
        assertThat(opened.getDimensions()).as(what).isEqualTo(saved.getDimensions());
        assertThat(opened.getCalibration().toString())
                .as(what)
                .isEqualTo(saved.getCalibration().toString());
        assertThat(InputRecord.of(opened).ranges())
                .as(what)
                .isEqualTo(InputRecord.of(saved).ranges());
        assertThat(Records.read(opened)).as(what).containsExactly(PARTLY);
        assertThat(opened.getProp("Stain")).as(what).isEqualTo(saved.getProp("Stain"));
        assertThat(opened.getRoi()).as(what).isEqualTo(saved.getRoi());
        assertThat(opened.getOverlay() == null).as(what).isEqualTo(saved.getOverlay() == null);
    }

    @Test
    void packetSaysWhatIptcAsksForInCharactersOfAllKinds() throws Exception {
        Path file = ProvenanceSaver.save(recorded(TestImages.gray8(20, 20)), folder.resolve("a"));
        assertThat(file.getFileName().toString()).isEqualTo("a.tif");
        String packet = new String(tiffPacket(file), StandardCharsets.UTF_8);
        assertThat(packet).startsWith("<?xpacket begin=").contains("µ &lt;nuclei&gt; &amp; &quot;");
        Element description = description(tiffPacket(file));
        assertThat(description.getAttributeNS(Xmp.IPTC, "AIPromptInformation"))
                .isEqualTo("µ <nuclei> & \"cells\"");
        assertThat(description.getAttributeNS(Xmp.IPTC, "AISystemUsed")).isEqualTo("tiny");
        assertThat(Provenance.parse(description.getAttributeNS(Xmp.OWN, "Record")))
                .containsExactly(PARTLY);
    }

    @Test
    void packetIsWellFormedWhateverAPromptHoldsAndGivesItBack() throws Exception {
        StringBuilder all = new StringBuilder("\uffff\ufffe\ud800x\udc00\ud83d\ude00\ufdd0\u2028");
        for (char c = 0; c < 0xa0; c++) all.append(c);
        String prompt = all.append("]]> & <a> \\ \ud800").toString();
        Provenance record = new Provenance(AiShare.WHOLLY, "x", Map.of("prompt", prompt));
        for (String ending : List.of(".tif", ".png")) {
            ImagePlus image = TestImages.gray8(9, 9);
            Records.add(image, record);
            Path file = ProvenanceSaver.save(image, folder.resolve("odd" + ending));
            byte[] packet = ending.equals(".png") ? pngPacket(file) : tiffPacket(file);
            Element description = description(packet);
            assertThat(Provenance.parse(description.getAttributeNS(Xmp.OWN, "Record")))
                    .containsExactly(record);
            assertThat(description.getAttributeNS(Xmp.IPTC, "AIPromptInformation"))
                    .startsWith("\ufffd\ufffd\ufffdx\ufffd\ud83d\ude00\ufdd0\u2028\ufffd")
                    .endsWith("]]> & <a> \\ \ufffd");
            if (ending.equals(".tif")) {
                assertThat(Records.read(IJ.openImage(file.toString()))).containsExactly(record);
            }
        }
    }

    @Test
    void imageThatWasEverWhollyGeneratedStaysSo() throws Exception {
        ImagePlus image = TestImages.gray8(20, 20);
        Records.add(image, new Provenance(AiShare.WHOLLY, "Text to Image", SETTINGS));
        Path file = ProvenanceSaver.save(recorded(image), folder.resolve("both.png"));
        assertThat(sourceType(pngPacket(file))).isEqualTo(AiShare.WHOLLY.digitalSourceType());
    }

    @Test
    void pngHoldsTheValuesOfOnePlane() throws Exception {
        for (String type : List.of("8-bit", "8-bit inverting", "16-bit", "RGB")) {
            ImagePlus image = recorded(TestImages.everyType().get(type));
            Path file = ProvenanceSaver.save(image, folder.resolve(type + ".png"));
            ImagePlus opened = IJ.openImage(file.toString());
            assertThat(Difference.none(opened, image)).as(type).isTrue();
            assertThat(opened.isInvertedLut()).as(type).isEqualTo(image.isInvertedLut());
            assertThat(sourceType(pngPacket(file)))
                    .endsWith("/compositeWithTrainedAlgorithmicMedia");
        }
    }

    @Test
    void virtualStackIsNotSavedOverAFileThatItMayBeReading() throws IOException {
        Path file = ProvenanceSaver.save(recorded(TestImages.stack(20, 16)), folder.resolve("a"));
        ImagePlus virtual = IJ.openVirtual(file.toString());
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> ProvenanceSaver.save(virtual, file))
                .hasMessageContaining("is a virtual stack, which may be reading from");
        assertThat(file).hasBinaryContent(before);
        Path other = ProvenanceSaver.save(virtual, folder.resolve("b.tif"));
        assertThat(Difference.none(IJ.openImage(other.toString()), virtual)).isTrue();
    }

    @Test
    void whatCannotBeSavedIsRefusedAndTheFileThatWasThereStays() throws IOException {
        Path there = Files.writeString(folder.resolve("there.png"), "precious");
        for (String type : List.of("32-bit", "stack", "composite")) {
            assertThatThrownBy(
                            () ->
                                    ProvenanceSaver.save(
                                            recorded(TestImages.everyType().get(type)), there))
                    .hasMessageContaining("PNG holds one plane");
        }
        assertThatThrownBy(() -> ProvenanceSaver.save(TestImages.gray8(9, 9), there))
                .hasMessageContaining("\"gray8\" carries no record");
        ImagePlus image = recorded(TestImages.gray8(9, 9));
        assertThatThrownBy(() -> ProvenanceSaver.save(image, folder.resolve("a.jpg")))
                .hasMessage("path must end in .tif or .png, was \"a.jpg\"");
        assertThatThrownBy(() -> ProvenanceSaver.save(image, folder.resolve("no/a.tif")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
        assertThat(there).hasContent("precious");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(there);
        }
    }

    private static String sourceType(byte[] packet) throws Exception {
        return description(packet).getAttributeNS(Xmp.IPTC, "DigitalSourceType");
    }

    private static Element description(byte[] packet) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return (Element)
                factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(packet))
                        .getElementsByTagNameNS(
                                "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "Description")
                        .item(0);
    }

    private static byte[] tiffPacket(Path file) throws IOException {
        TIFFDirectory directory = TIFFDirectory.createFromMetadata(metadata(file));
        return directory.getTIFFField(TiffFile.XMP_TAG).getAsBytes();
    }

    private static byte[] pngPacket(Path file) throws IOException {
        Element root = (Element) metadata(file).getAsTree("javax_imageio_png_1.0");
        NodeList chunks = root.getElementsByTagName("iTXtEntry");
        assertThat(chunks.getLength()).isEqualTo(1);
        Element chunk = (Element) chunks.item(0);
        assertThat(chunk.getAttribute("keyword")).isEqualTo("XML:com.adobe.xmp");
        return chunk.getAttribute("text").getBytes(StandardCharsets.UTF_8);
    }

    private static IIOMetadata metadata(Path path) throws IOException {
        File file = path.toFile();
        try (ImageInputStream in = ImageIO.createImageInputStream(file)) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            reader.setInput(in);
            ImageReadParam param = reader.getDefaultReadParam();
            if (param instanceof TIFFImageReadParam tiff) tiff.setReadUnknownTags(true);
            IIOMetadata metadata = reader.readAll(0, param).getMetadata();
            reader.dispose();
            return metadata;
        }
    }
}
