import appsComposeOnly from './rules/apps-compose-only.mjs';
import appsStandAlone from './rules/apps-stand-alone.mjs';
import columnsByName from './rules/columns-by-name.mjs';
import configurationInMain from './rules/configuration-in-main.mjs';
import doorsForApps from './rules/doors-for-apps.mjs';
import extractionApart from './rules/extraction-apart.mjs';
import noBarrels from './rules/no-barrels.mjs';
import noEntityRelations from './rules/no-entity-relations.mjs';
import noForwardRef from './rules/no-forward-ref.mjs';
import noSkippedTests from './rules/no-skipped-tests.mjs';
import platformWithoutMedicine from './rules/platform-without-medicine.mjs';
import tellingFileNames from './rules/telling-file-names.mjs';
import testingForTests from './rules/testing-for-tests.mjs';
import transportInDoors from './rules/transport-in-doors.mjs';

/** What docs say about the architecture and no ready rule checks. Each has a snippet in snippets.mjs that it must refuse, and a twin that it must allow. */
export const architecture = {
  meta: { name: 'architecture' },
  rules: {
    'apps-compose-only': appsComposeOnly,
    'apps-stand-alone': appsStandAlone,
    'columns-by-name': columnsByName,
    'configuration-in-main': configurationInMain,
    'doors-for-apps': doorsForApps,
    'extraction-apart': extractionApart,
    'no-barrels': noBarrels,
    'no-entity-relations': noEntityRelations,
    'no-forward-ref': noForwardRef,
    'no-skipped-tests': noSkippedTests,
    'platform-without-medicine': platformWithoutMedicine,
    'telling-file-names': tellingFileNames,
    'testing-for-tests': testingForTests,
    'transport-in-doors': transportInDoors,
  },
};

export const allArchitectureRules = Object.fromEntries(Object.keys(architecture.rules).map((name) => [`architecture/${name}`, 'error']));
