/** The emoji that people here use, by Slack's names. */
import { h } from "./dom.js";

const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|bulb 💡|eyes 👀|pray 🙏|+1 👍|-1 👎|thumbsup 👍|thumbsdown 👎
raising_hand 🙋|raised_hands 🙌|raised_hand ✋|wave 👋|clap 👏|ok_hand 👌|muscle 💪|point_up ☝️|point_right 👉
handshake 🤝|heart ❤️|blue_heart 💙|green_heart 💚|yellow_heart 💛|tada 🎉|sparkles ✨|star ⭐|star2 🌟|100 💯
fire 🔥|zap ⚡|rocket 🚀|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock3 🕒
calendar 📆|date 📅|spiral_calendar_pad 🗓️|phone ☎️|telephone_receiver 📞|iphone 📱|calling 📲|signal_strength 📶
no_mobile_phones 📵|satellite_antenna 📡|electric_plug 🔌|battery 🔋|headphones 🎧|loudspeaker 📢|mega 📣
bell 🔔|no_bell 🔕|speaking_head_in_silhouette 🗣️|speech_balloon 💬|thought_balloon 💭|left_speech_bubble 🗨️
question ❓|exclamation ❗|warning ⚠️|no_entry ⛔|x ❌|heavy_multiplication_x ✖️|information_source ℹ️|sos 🆘
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨
large_green_square 🟩|large_blue_square 🟦|large_purple_square 🟪|white_large_square ⬜
arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrows_counterclockwise 🔄|leftwards_arrow_with_hook ↩️
memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|pushpin 📌|paperclip 📎|link 🔗|mag 🔍|lock 🔒|unlock 🔓|key 🔑
book 📖|books 📚|bookmark 🔖|bar_chart 📊|chart_with_upwards_trend 📈|moneybag 💰|credit_card 💳|receipt 🧾
package 📦|department_store 🏬|convenience_store 🏪|house 🏠|office 🏢|hammer_and_wrench 🛠️|wrench 🔧|gear ⚙️
computer 💻|robot_face 🤖|busts_in_silhouette 👥|bust_in_silhouette 👤|sunny ☀️|cloud ☁️|rain_cloud 🌧️
thunder_cloud_and_rain ⛈️|snowflake ❄️|tornado 🌪️|ocean 🌊|earth_americas 🌎|seedling 🌱|coffee ☕
smile 😄|slightly_smiling_face 🙂|grinning 😀|joy 😂|blush 😊|wink 😉|thinking_face 🤔|sweat_smile 😅
neutral_face 😐|cry 😢|sob 😭|tired_face 😫|relieved 😌|sunglasses 😎|heart_eyes 😍|hugging_face 🤗|open_mouth 😮
face_with_rolling_eyes 🙄|shrug 🤷|zzz 💤|ballot_box_with_check ☑️|heavy_plus_sign ➕|new 🆕|ok 🆗|sound 🔉|mute 🔇
double_vertical_bar ⏸️|arrow_forward ▶️|repeat 🔁|end 🔚|soon 🔜|triangular_flag_on_post 🚩|round_pushpin 📍|es 🇪🇸|us 🇺🇸
`;

export const EMOJI = new Map(
  TABLE.trim().split(/[|\n]/).map((entry) => entry.trim().split(" ")),
);

export const QUICK = ["white_check_mark", "eyes", "pray"];

/** The character, or `:name:` when the table does not know it. */
export function emojiChar(name) {
  return EMOJI.get(name.split("::")[0]) ?? `:${name}:`;
}

/** One emoji that screen readers can say. */
export function emojiNode(name) {
  const char = emojiChar(name);
  if (char.startsWith(":")) return document.createTextNode(char);
  const label = name.replaceAll("_", " ");
  return h("span", { class: "emoji", role: "img", "aria-label": label, title: `:${name}:` }, char);
}

/** Names that hold `query`; of names for the same picture only the first. */
export function findEmoji(query, limit = 200) {
  const wanted = query.toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
  const found = new Map();
  for (const [name, char] of EMOJI) if (name.includes(wanted) && !found.has(char)) found.set(char, name);
  return [...found.values()].slice(0, limit);
}
