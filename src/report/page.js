// An extra: narrows the list of findings. Without it the page shows the same.
(function () {
  var list = document.getElementById("list"), bar = document.getElementById("filter");
  if (!list || !bar) return;
  var input = document.createElement("input"), choice = document.createElement("select"), count = document.createElement("span");
  input.type = "search";
  input.placeholder = bar.dataset.hint;
  input.setAttribute("aria-label", bar.dataset.hint);
  choice.setAttribute("aria-label", bar.dataset.severity);
  bar.dataset.choices.split("|").forEach(function (pair) {
    var option = document.createElement("option"), parts = pair.split("=");
    option.value = parts[0];
    option.textContent = parts[1];
    choice.appendChild(option);
  });
  bar.append(input, choice, count);
  var articles = [].slice.call(list.querySelectorAll("article")), groups = [].slice.call(list.querySelectorAll("details"));
  var texts = null, before = groups.map(function (group) { return group.open; }), waiting = 0;
  function narrow() {
    var word = input.value.trim().toLowerCase(), grave = choice.value, shown = 0;
    texts = texts || articles.map(function (article) { return article.textContent.toLowerCase(); });
    articles.forEach(function (article, at) {
      var fits = texts[at].indexOf(word) >= 0 && (!grave || article.dataset.severity === grave);
      article.hidden = !fits;
      if (fits) shown += 1;
    });
    var narrowed = word || grave;
    groups.forEach(function (group, at) {
      var any = group.querySelector("article:not([hidden])");
      group.hidden = Boolean(narrowed) && !any;
      group.open = narrowed && shown <= 300 ? Boolean(any) : before[at];
    });
    count.textContent = narrowed ? shown + " / " + articles.length : "";
  }
  function later() { clearTimeout(waiting); waiting = setTimeout(narrow, 150); }
  input.addEventListener("input", later);
  choice.addEventListener("change", narrow);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (group) { group.open = true; });
  });
})();
