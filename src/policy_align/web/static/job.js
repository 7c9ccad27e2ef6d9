// Follow a document until it is aligned.

const EVERY = 600;
const job = document.getElementById("job");
const bar = document.getElementById("bar");
const text = document.getElementById("progress-text");

const show = (progress) => {
  bar.value = progress.step;
  for (const stage of job.querySelectorAll("[data-stage]")) {
    if (Number(stage.dataset.stage) === progress.step) {
      stage.setAttribute("aria-current", "step");
    } else {
      stage.removeAttribute("aria-current");
    }
  }
  if (progress.zh) {
    const sentences = text.dataset.sentences.replace("{zh}", progress.zh).replace("{ja}", progress.ja);
    if (text.textContent !== sentences) {
      text.textContent = sentences;
    }
  }
};

const follow = async () => {
  try {
    const answer = await fetch(job.dataset.progress);
    if (!answer.ok) {
      location.reload();
      return;
    }
    const progress = await answer.json();
    show(progress);
    if (progress.ended) {
      location.reload();
      return;
    }
  } catch {
    // The server may be busy or restarting; ask again.
  }
  setTimeout(follow, EVERY);
};

if (job) {
  setTimeout(follow, EVERY);
}
