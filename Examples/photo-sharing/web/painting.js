/** Pictures for those who have none at hand. */

/** An abstract landscape, another one each time. */
export async function paintedPicture() {
  return fileOf(await paint(960, 720, 0), 'image/jpeg');
}

/** So much noise in it that it does not compress: some 20 MB. */
export async function largePicture() {
  return fileOf(await paint(2880, 2160, 90), 'image/png');
}

async function paint(width, height, noise) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d');
  const hue = Math.random() * 360;
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 70% 32%)`);
  sky.addColorStop(0.7, `hsl(${hue + 50} 85% 72%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue + 70} 95% 88%)`;
  context.beginPath();
  context.arc(width * (0.2 + Math.random() * 0.6), height * 0.35, height * 0.09, 0, 2 * Math.PI);
  context.fill();
  for (let layer = 0; layer < 4; layer += 1) {
    context.fillStyle = `hsl(${hue - 20 + layer * 12} 45% ${46 - layer * 10}%)`;
    const base = height * (0.55 + layer * 0.12);
    const phase = Math.random() * 9;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += width / 60) {
      const wave = Math.sin(x / width * (5 + layer * 2) + phase) + Math.sin(x / width * 13 + phase * 2) / 3;
      context.lineTo(x, base - wave * height * 0.06);
    }
    context.lineTo(width, height);
    context.fill();
  }
  if (noise > 0) addNoise(context, width, height, noise);
  return canvas;
}

function addNoise(context, width, height, strength) {
  const image = context.getImageData(0, 0, width, height);
  const random = new Uint8Array(65536);
  for (let place = 0; place < image.data.length; place += 1) {
    if (place % random.length === 0) crypto.getRandomValues(random);
    if (place % 4 !== 3) image.data[place] += (random[place % random.length] / 255 - 0.5) * strength;
  }
  context.putImageData(image, 0, 0);
}

async function fileOf(canvas, type) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, 0.9));
  const name = `landscape ${new Date().toTimeString().slice(0, 8).replaceAll(':', '.')}`;
  return new File([blob], `${name}.${type.split('/')[1]}`, { type });
}
