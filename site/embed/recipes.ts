import { choicesOf, snippetFor } from './choices.ts'

export type Recipe = { name: string; steps: string; code: string }

const plain = (asked: string, origin: string): string => snippetFor(choicesOf(new URLSearchParams(asked)), origin)

/** How each kind of site is given the element. */
export const recipesFor = (origin: string): Recipe[] => [
  {
    name: 'WooCommerce',
    steps:
      'In your theme’s functions.php or a snippets plugin: the order that the customer looks at, asked for once with your API key and kept with the order.',
    code: `add_action('woocommerce_order_details_before_order_table', function ($order) {
  $token = $order->get_meta('_doorstep_token');
  if (!$token) {
    $answer = wp_remote_post("${origin}/v1/orders/{$order->get_id()}/links",
      ['headers' => ['Authorization' => 'Bearer ' . DOORSTEP_API_KEY]]);
    if (wp_remote_retrieve_response_code($answer) !== 201) return;
    $token = json_decode(wp_remote_retrieve_body($answer))->token;
    $order->update_meta_data('_doorstep_token', $token);
    $order->save();
  }
  wp_enqueue_script_module('doorstep', '${origin}/widget.js', [], null);
  printf('<doorstep-tracker token="%s"></doorstep-tracker>', esc_attr($token));
});`,
  },
  {
    name: 'Shopify',
    steps:
      'Checkout pages run no scripts of others, so give customers a page: in the theme editor add a page “Track my order” and to it a section “Custom Liquid” with',
    code: plain('way=look-up', origin),
  },
  {
    name: 'WordPress',
    steps:
      'On any page add a block “Custom HTML” with the lines for plain HTML. Where the editor takes scripts out, load the script from functions.php and leave only the element in the block:',
    code: `add_action('wp_enqueue_scripts', function () {
  wp_enqueue_script_module('doorstep', '${origin}/widget.js', [], null);
});`,
  },
  {
    name: 'Plain HTML',
    steps: 'The form wherever customers look for it, and where they are signed in an order, or a badge in the header.',
    code: `${plain('way=look-up', origin)}\n\n<header>\n  … <doorstep-tracker layout="badge" token="TOKEN"></doorstep-tracker>\n</header>`,
  },
  {
    name: 'React',
    steps: `Install it from us: npm install ${origin}/doorstep-tracker.tgz. React 19 sets properties and keeps the element where it moves.`,
    code: `import { define } from 'doorstep-tracker'
import 'doorstep-tracker/react' // types of the tag

define('${origin}')

export const Delivery = ({ token, onMilestone }) => {
  const tracker = useRef(null)
  useEffect(() => {
    const { current } = tracker
    current.addEventListener('doorstep:milestone', onMilestone)
    return () => current.removeEventListener('doorstep:milestone', onMilestone)
  }, [onMilestone])
  return <doorstep-tracker ref={tracker} token={token} />
}`,
  },
]
