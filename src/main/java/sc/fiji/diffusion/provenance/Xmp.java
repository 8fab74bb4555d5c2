// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.options.SerializeOptions;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Records as an XMP packet, which other software reads: what kind of source the image has, in the
 * words of the IPTC Photo Metadata Standard 2025.1 (digital source type, AI system, prompt), and
 * the records themselves.
 */
public final class Xmp {

    /** The namespace of IPTC's extension schema. */
    public static final String IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";

    /** Our own namespace. */
    public static final String OWN = "https://github.com/fiji/diffusion/ns/1.0/";

    private static final String XMP = "http://ns.adobe.com/xap/1.0/";

    private Xmp() {}

    /**
     * The packet.
     *
     * @param records what was done, the last thing first; at least one
     * @param share how much of the image models made
     * @return UTF-8
     */
    public static byte[] packet(List<Provenance> records, AiShare share) {
        try {
            XMPMetaFactory.getSchemaRegistry().registerNamespace(IPTC, "Iptc4xmpExt");
            XMPMetaFactory.getSchemaRegistry().registerNamespace(OWN, "diffusion");
            XMPMeta meta = XMPMetaFactory.create();
            fill(meta, records, share);
            SerializeOptions options = new SerializeOptions().setUseCompactFormat(true);
            return XMPMetaFactory.serializeToBuffer(meta, options);
        } catch (XMPException e) {
            throw new IllegalStateException("the record cannot be written as XMP", e);
        }
    }

    private static void fill(XMPMeta meta, List<Provenance> records, AiShare share)
            throws XMPException {
        meta.setProperty(XMP, "CreatorTool", XmlText.of(records.get(0).software()));
        if (share != AiShare.NOT) {
            meta.setProperty(IPTC, "DigitalSourceType", share.digitalSourceType());
            meta.setProperty(IPTC, "AISystemUsed", joined(records, "model"));
            meta.setProperty(IPTC, "AISystemVersionUsed", joined(records, "model SHA-256"));
            meta.setProperty(IPTC, "AIPromptInformation", joined(records, "prompt"));
        }
        meta.setProperty(
                OWN,
                "Record",
                records.stream().map(Provenance::toText).collect(Collectors.joining("\n")));
    }

    /** A setting of all records that models worked for, each value once, the first thing first. */
    private static String joined(List<Provenance> records, String key) {
        List<String> values =
                records.stream()
                        .filter(record -> record.share() != AiShare.NOT)
                        .map(record -> record.settings().getOrDefault(key, ""))
                        .filter(value -> !value.isEmpty())
                        .distinct()
                        .collect(Collectors.toList());
        Collections.reverse(values);
        return XmlText.of(String.join("; ", values));
    }
}
