import { mount } from 'svelte';
import App from './App.svelte';
import { words } from './language.ts';
import './theme.css';

document.documentElement.lang = words.language;
mount(App, { target: document.body });
