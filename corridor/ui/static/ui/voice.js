// Records a voice into the file box beside it, so that it is sent as a chosen file is. Nothing leaves before she sends.
"use strict";
for (const mould of document.querySelectorAll("template[data-voice]")) {
  if (!window.MediaRecorder || !window.DataTransfer || !window.AudioContext || !navigator.mediaDevices) continue;
  const part = document.createElement("div");
  part.append(mould.content.cloneNode(true));
  Object.assign(part.dataset, mould.dataset);
  mould.replaceWith(part);
  // What most phones play comes first: some browsers say that they make the others, and then can not play them.
  const kinds = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  const longest = Number(part.dataset.seconds);
  const box = document.getElementById(part.dataset.voice), find = (name) => part.querySelector(`[data-${name}]`);
  const [record, stop, listen, time, state] = ["record", "stop", "listen", "time", "state"].map(find);
  let recorder = null, asking = false, began = 0, clock = null, sound = null, playing = null, sendAfter = null;

  const say = (name) => { state.textContent = name ? part.dataset[name] : ""; };
  const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  function tick() {
    const seconds = Math.min((Date.now() - began) / 1000, longest);
    time.textContent = `${shown(seconds)} / ${shown(longest)}`;
    if (seconds >= longest) finish();
  }

  function finish() {
    if (recorder && recorder.state !== "inactive") recorder.stop();
  }

  function hush() {
    if (playing) playing.close();
    playing = null;
  }

  async function begin() {
    if (asking || recorder) return;
    asking = true;
    hush();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    asking = false;
    if (!stream) return say("refused");
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind)), pieces = [];
    try {
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32000 });
    } catch {
      stream.getTracks().forEach((track) => track.stop());
      return say("refused");
    }
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => { stream.getTracks().forEach((track) => track.stop()); keep(new Blob(pieces)); };
    recorder.onerror = finish;
    recorder.start();
    began = Date.now();
    clock = setInterval(tick, 250);
    tick();
    show(true);
    say("recording");
    stop.focus();
  }

  function keep(blob) {
    clearInterval(clock);
    const media = recorder.mimeType.split(";")[0], chosen = new DataTransfer();
    recorder = null;
    sound = blob;
    chosen.items.add(new File([blob], `voice.${media.split("/")[1] || "webm"}`, { type: media }));
    box.files = chosen.files;
    record.textContent = part.dataset.again;
    show(false);
    say("recorded");
    if (sendAfter) sendAfter();
    else listen.focus();
  }

  function show(isRecording) {
    record.hidden = isRecording;
    stop.hidden = time.hidden = !isRecording;
    listen.hidden = isRecording || !sound;
  }

  // Decoded and played here: the page's policy lets no address play, not even one of its own making.
  async function play() {
    if (playing) return hush();
    const context = playing = new AudioContext(), source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await sound.arrayBuffer()).catch(() => null);
    if (!source.buffer) { hush(); return say("unplayable"); }
    source.connect(context.destination);
    source.onended = () => { if (playing === context) hush(); };
    source.start();
  }

  record.addEventListener("click", begin);
  stop.addEventListener("click", finish);
  listen.addEventListener("click", play);
  box.addEventListener("change", () => { hush(); sound = null; listen.hidden = true; say(""); });
  box.form.addEventListener("submit", (event) => {
    if (!recorder) return;
    event.preventDefault();  // what is being recorded goes along
    sendAfter = () => box.form.requestSubmit(event.submitter);
    finish();
  });
  window.addEventListener("pagehide", () => { hush(); finish(); });
}
