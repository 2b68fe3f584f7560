import { culture } from './culture';

const script = 'Latn';

export const german = culture({
  language: 'de', script,
  female: 'Katharina|Sabine|Käthe|Jördis|Ursula|Lena|Annegret|Mia|Hannelore|Friederike|Marlene|Gülcan|Emma|Antje|Renate|Theresa',
  male: 'Jürgen|Lukas|Wolfgang|Björn|Matthias|Paul|Günter|Felix|Ralf|Emil|Hans-Peter|Jörg|Leon|Dieter|Konstantin|Ole',
  family: 'Müller|Schröder|Weiß|Krüger|Schäfer|Vogel|Hoffmann|Jäger|Köhler|Lange|Schmidt|Lindemann|Böttcher|Brandt|Großmann|von Hagen|Neumann|Petersen|Seidel|Zöllner',
});
export const english = culture({
  language: 'en', script,
  female: 'Margaret|Olivia|Grace|Shannon|Denise|Emily|Patricia|Zoë|Abigail|Latoya|Susan|Harper|Chloé|Barbara|Ruth|Megan',
  male: 'James|Ethan|Walter|Noah|Desmond|Kevin|Robert|Liam|Marcus|Henry|Thomas|Caleb|Gerald|Andre|William|Jack',
  family: 'Sullivan|O’Brien|Thompson|Carter|Washington|Murphy|Hughes|Bennett|Clark|Jefferson|Walsh|Brooks|McCarthy|Reed|Campbell|Foster|Greene|Baker|Fitzgerald|Young',
});
export const spanish = culture({
  language: 'es', script, familyNames: 2,
  female: 'María José|Lucía|Concepción|Sofía|Begoña|Ximena|Araceli|Inés|Rocío|Valentina|Pilar|Camila',
  male: 'José|Ángel|Íñigo|Andrés|Julián|Ramón|Mateo|Jesús|Sebastián|Joaquín|Raúl|Diego',
  family: 'García|Muñoz|Hernández|Ibáñez|Peña|Rodríguez|Gutiérrez|Núñez|López|Castaño|Jiménez|Ortega|Vázquez|Ríos|Mendoza|Cruz',
});
export const french = culture({
  language: 'fr', script,
  female: 'Élodie|Geneviève|Aïcha|Françoise|Chloé|Hélène|Noémie|Zoé|Mathilde|Agnès|Inès|Céline',
  male: 'François|Étienne|Jérôme|Loïc|Anaël|Rémi|Théo|Benoît|Gaël|Hervé|Maël|Jean-Noël',
  family: 'Lefèvre|Rousseau|Besançon|Dubois|Gauthier|Lemaître|D’Aubigné|Bélanger|Chevalier|Prévost|Noël|Traoré|Moreau|Desrosiers',
});
export const polish = culture({
  language: 'pl', script,
  female: 'Małgorzata|Agnieszka|Zofia|Wanda|Bożena|Łucja|Grażyna|Maja|Ewelina|Elżbieta',
  male: 'Paweł|Łukasz|Stanisław|Krzysztof|Bartłomiej|Józef|Michał|Wojciech|Żelisław|Grzegorz',
  family: 'Kowalski/Kowalska|Wiśniewski/Wiśniewska|Zieliński/Zielińska|Dąbrowski/Dąbrowska|Wójcik|Lewandowski/Lewandowska|Kamiński/Kamińska|Szczęsny/Szczęsna|Pająk|Mróz',
});
export const turkish = culture({
  language: 'tr', script,
  female: 'Ayşe|Gülşen|Zeynep|Çiğdem|Elif|Şükran|Tuğba|Özlem|Nuray|İpek',
  male: 'Mehmet|Oğuz|İbrahim|Çağlar|Şahin|Ümit|Yiğit|Ömer|Hüseyin|Tarık',
  family: 'Yılmaz|Öztürk|Şimşek|Çelik|Güneş|Kılıç|Aydın|Doğan|Koç|Yıldız|Erdoğan|Uçar',
});
export const vietnamese = culture({
  language: 'vi', script, order: 'family-first',
  female: 'Thị Hương|Thu Thảo|Ngọc Ánh|Thị Bích|Mỹ Linh|Quỳnh Như|Thanh Hà|Bảo Trâm',
  male: 'Văn Đức|Quốc Hùng|Minh Tuấn|Hữu Phước|Đình Khôi|Thành Đạt|Anh Dũng|Gia Bảo',
  family: 'Nguyễn|Trần|Phạm|Hoàng|Võ|Đặng|Bùi|Đỗ|Lê|Ngô',
});
export const nordic = culture({
  language: 'sv', script,
  female: 'Åsa|Linnéa|Märta|Sigrún|Björg|Astrid|Elsa|Þórdís',
  male: 'Åke|Sören|Lars-Göran|Jóhannes|Øystein|Håkan|Nils|Sigurður',
  family: 'Söderström|Ångström|Bjørnsen|Lindström|Åkesson|Nordström|Kjærgaard|Öberg|Jónsson/Jónsdóttir|Þorsteinsson/Þorsteinsdóttir',
});
export const portuguese = culture({
  language: 'pt', script,
  female: 'Conceição|Inês|Mafalda|Luísa|Fátima|Beatriz|Marília|Graça',
  male: 'João|Gonçalo|Antônio|Sérgio|Tomé|Duarte|Caíque|Rubén',
  family: 'Gonçalves|Araújo|Magalhães|Falcão|Conceição|da Silva|Guimarães|Simões|Assunção|Pires',
});
/** From Java, where many have one name. */
export const javanese = culture({
  language: 'id', script, familyNames: 0,
  female: 'Kartini|Sulastri|Wulandari|Megawati|Purnamasari|Sukarti|Lestari|Widyawati',
  male: 'Suharto|Sukarno|Budiono|Wiranto|Slamet|Prasetyo|Sutrisno|Hartono',
  family: '',
});
