"""Media that a browser really plays and shows."""

from __future__ import annotations

import base64
import io
import math
import struct
import wave

from playwright.sync_api import Browser


def tone(seconds: float, rate: int = 8000) -> bytes:
    """A WAV file of a tone that swells and fades."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        times = (at / rate for at in range(int(seconds * rate)))
        samples = (int(12000 * abs(math.sin(3 * time)) * math.sin(2000 * time)) for time in times)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return written.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page, in a font that the file only names."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
             "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]  # fmt: skip
    for at, text in enumerate(pages):
        drawn = f"BT /F1 60 Tf 40 400 Td ({text}) Tj ET"
        parts.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * at} 0 R >>"
        )
        parts.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    file = "%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF"
    return f"{file}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def film(chromium: Browser) -> bytes:
    """A WebM film of about a second, recorded by the browser itself."""
    page = chromium.new_page()
    recorded = page.evaluate("""async () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
        const context = canvas.getContext("2d");
        const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
        const parts = [];
        recorder.ondataavailable = ({ data }) => parts.push(data);
        const stopped = new Promise((resolve) => (recorder.onstop = resolve));
        recorder.start();
        for (let at = 0; at < 25; at++) {
          context.fillStyle = `hsl(${at * 14} 80% 50%)`;
          context.fillRect(0, 0, 160, 120);
          await new Promise((resolve) => setTimeout(resolve, 40));
        }
        recorder.stop();
        await stopped;
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    }""")
    page.close()
    return base64.b64decode(recorded)
