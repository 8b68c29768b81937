import '@fontsource-variable/source-sans-3/wght.css';
import './styles/index.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { chooseLocale } from './lib/i18n.svelte';
import './lib/theme.svelte';

await chooseLocale();
const target = document.getElementById('app');
if (target) mount(App, { target });
