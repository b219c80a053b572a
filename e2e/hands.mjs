// Two ways of working a page: with a finger or a mouse, and by keyboard alone.

const picked = (select) => select.evaluate((field) => field.selectedOptions[0].text);

/** Goes to things directly. */
export class Touch {
  press(button) {
    return button.click();
  }

  choose(box) {
    return box.check();
  }

  type(field, text) {
    return field.fill(text);
  }

  select(field, label) {
    return field.selectOption({ label });
  }
}

/** Comes to everything by Tab, as nobody does who can see the whole page, but as everybody can. */
export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  async #reach(target) {
    await target.waitFor({ state: 'attached' });
    for (let tabs = 0; tabs < 200; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  async press(button) {
    await this.#reach(button);
    await this.page.keyboard.press('Enter');
  }

  // Of a group of radio buttons that holds none, Tab comes to the first; arrows lead on.
  async choose(box) {
    if ((await box.getAttribute('type')) === 'radio') {
      const [first] = await this.page.locator('fieldset [type="radio"]').all();
      await this.#reach(first);
      await this.page.keyboard.press('Space');
      while (!(await box.isChecked())) await this.page.keyboard.press('ArrowDown');
      return;
    }
    await this.#reach(box);
    await this.page.keyboard.press('Space');
  }

  async type(field, text) {
    await this.#reach(field);
    await this.page.keyboard.type(text);
  }

  // A list takes the letters of its options; which keys open it differs from system to system.
  async select(field, label) {
    await this.#reach(field);
    while ((await picked(field)) !== label) await this.page.keyboard.press('ArrowDown');
  }
}
