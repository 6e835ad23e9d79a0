const Kopf = <template><button type="button">{{@titel}}</button></template>;
<template>
  <h1>{{yield}}</h1>
  <Kopf @titel="Meldungen" />
</template>
