import { culture } from './culture';

export const russian = culture({
  language: 'ru', script: 'Cyrl',
  female: 'Анна=Anna|Екатерина=Yekaterina|Людмила=Lyudmila|Ольга=Olga|Светлана=Svetlana|Юлия=Yuliya|Дарья=Darya|Наталья=Natalya|Зоя=Zoya|Ксения=Kseniya',
  male: 'Пётр=Pyotr|Алексей=Aleksey|Дмитрий=Dmitriy|Сергей=Sergey|Михаил=Mikhail|Юрий=Yuriy|Андрей=Andrey|Фёдор=Fyodor|Илья=Ilya|Евгений=Yevgeniy',
  family: 'Иванов/Иванова=Ivanov/Ivanova|Смирнов/Смирнова=Smirnov/Smirnova|Кузнецов/Кузнецова=Kuznetsov/Kuznetsova|Чайковский/Чайковская=Chaykovskiy/Chaykovskaya|Соловьёв/Соловьёва=Solovyov/Solovyova|Щербаков/Щербакова=Shcherbakov/Shcherbakova|Журавлёв/Журавлёва=Zhuravlyov/Zhuravlyova|Белов/Белова=Belov/Belova|Юдин/Юдина=Yudin/Yudina',
});
export const ukrainian = culture({
  language: 'uk', script: 'Cyrl',
  female: 'Оксана=Oksana|Леся=Lesia|Ганна=Hanna|Ярина=Yaryna|Соломія=Solomiia|Зоряна=Zoriana',
  male: 'Тарас=Taras|Богдан=Bohdan|Євген=Yevhen|Олексій=Oleksii|Назар=Nazar|Данило=Danylo',
  family: 'Шевченко=Shevchenko|Коваленко=Kovalenko|Бондаренко=Bondarenko|Ткачук=Tkachuk|Гриценко=Hrytsenko|Мельник=Melnyk|Ющенко=Yushchenko',
});
export const arabic = culture({
  language: 'ar', script: 'Arab',
  female: 'فاطمة=Fatima|ليلى=Layla|نور=Nour|مريم=Maryam|هدى=Huda|سلمى=Salma|رانيا=Rania|زينب=Zaynab',
  male: 'محمد=Muhammad|أحمد=Ahmad|خالد=Khalid|يوسف=Yusuf|عمر=Omar|سامر=Samer|حسين=Husayn|طارق=Tariq',
  family: 'الحداد=al-Haddad|النجار=an-Najjar|الخطيب=al-Khatib|منصور=Mansour|حمدان=Hamdan|الأحمد=al-Ahmad|درويش=Darwish|شاهين=Shahin|القاسم=al-Qasim',
});
export const persian = culture({
  language: 'fa', script: 'Arab',
  female: 'شیرین=Shirin|پریسا=Parisa|نگار=Negar|مهسا=Mahsa|ژاله=Zhaleh',
  male: 'کیان=Kian|بهرام=Bahram|پژمان=Pejman|آرش=Arash|فرهاد=Farhad',
  family: 'رضایی=Rezaei|احمدی=Ahmadi|کریمی=Karimi|تهرانی=Tehrani|موسوی=Mousavi|جعفری=Jafari',
});
export const hebrew = culture({
  language: 'he', script: 'Hebr',
  female: 'יעל=Yael|תמר=Tamar|נועה=Noa|שירה=Shira|מיכל=Michal|אביגיל=Avigail',
  male: 'דוד=David|יונתן=Yonatan|איתי=Itai|משה=Moshe|נעם=Noam|אריאל=Ariel',
  family: 'כהן=Cohen|לוי=Levi|מזרחי=Mizrahi|פרץ=Peretz|ביטון=Biton|אברהמי=Avrahami|שפירא=Shapira',
});
export const mandarin = culture({
  language: 'zh-Hans', script: 'Hans', order: 'family-first', between: '',
  female: '丽华=Lihua|静=Jing|秀英=Xiuying|雨桐=Yutong|芳=Fang|晓梅=Xiaomei|欣怡=Xinyi|娜=Na',
  male: '伟=Wei|建国=Jianguo|浩然=Haoran|明=Ming|志强=Zhiqiang|宇轩=Yuxuan|军=Jun|国栋=Guodong',
  family: '李=Li|王=Wang|张=Zhang|刘=Liu|陈=Chen|杨=Yang|赵=Zhao|黄=Huang|欧阳=Ouyang|周=Zhou|吴=Wu',
});
export const taiwanese = culture({
  language: 'zh-Hant', script: 'Hant', order: 'family-first', between: '',
  female: '怡君=Yi-chun|淑芬=Shu-fen|雅婷=Ya-ting|美玲=Mei-ling|詩涵=Shih-han',
  male: '俊傑=Chun-chieh|志明=Chih-ming|家豪=Chia-hao|建宏=Chien-hung|冠宇=Kuan-yu',
  family: '陳=Chen|林=Lin|黃=Huang|張=Chang|劉=Liu|鄭=Cheng|謝=Hsieh|蔡=Tsai',
});
export const korean = culture({
  language: 'ko', script: 'Hang', order: 'family-first', between: '',
  female: '서연=Seo-yeon|지우=Ji-woo|영희=Young-hee|민서=Min-seo|하은=Ha-eun|은정=Eun-jeong',
  male: '민준=Min-jun|도윤=Do-yun|영수=Young-su|현우=Hyun-woo|지호=Ji-ho|성민=Seong-min',
  family: '김=Kim|이=Lee|박=Park|최=Choi|정=Jeong|강=Kang|윤=Yoon|황=Hwang|남궁=Namgung',
});
export const japanese = culture({
  language: 'ja', script: 'Jpan', order: 'family-first',
  female: '陽子=Yoko|さくら=Sakura|美咲=Misaki|結衣=Yui|由美子=Yumiko',
  male: '健=Ken|大輔=Daisuke|翔太=Shota|蓮=Ren|一郎=Ichiro',
  family: '佐藤=Sato|鈴木=Suzuki|高橋=Takahashi|田中=Tanaka|渡辺=Watanabe|小林=Kobayashi|山本=Yamamoto',
});
export const hindi = culture({
  language: 'hi', script: 'Deva',
  female: 'प्रिया=Priya|सुनीता=Sunita|अंजलि=Anjali|कविता=Kavita|लक्ष्मी=Lakshmi|दीपिका=Deepika',
  male: 'राजेश=Rajesh|अमित=Amit|विक्रम=Vikram|संजय=Sanjay|अर्जुन=Arjun|कृष्ण=Krishna',
  family: 'शर्मा=Sharma|गुप्ता=Gupta|सिंह=Singh|पटेल=Patel|मिश्रा=Mishra|वर्मा=Verma|चौधरी=Chaudhary|द्विवेदी=Dwivedi',
});
export const thai = culture({
  language: 'th', script: 'Thai',
  female: 'สมหญิง=Somying|มาลี=Malee|กัญญา=Kanya|พิมพ์ชนก=Pimchanok|วันเพ็ญ=Wanpen',
  male: 'สมชาย=Somchai|ธนกฤต=Thanakrit|วิชัย=Wichai|ณัฐพล=Natthaphon|ประเสริฐ=Prasoet',
  family: 'ใจดี=Jaidee|ศรีสุข=Srisuk|ทองดี=Thongdee|แสงจันทร์=Saengchan|วงศ์สวัสดิ์=Wongsawat|สุวรรณ=Suwan',
});
export const greek = culture({
  language: 'el', script: 'Grek',
  female: 'Ελένη=Eleni|Κατερίνα=Katerina|Αθηνά=Athina|Σοφία=Sofia|Δήμητρα=Dimitra|Βασιλική=Vasiliki',
  male: 'Γιώργος=Giorgos|Νίκος=Nikos|Κωνσταντίνος=Konstantinos|Δημήτρης=Dimitris|Σπύρος=Spyros|Ιωάννης=Ioannis',
  family: 'Παπαδόπουλος/Παπαδοπούλου=Papadopoulos/Papadopoulou|Νικολαΐδης/Νικολαΐδου=Nikolaidis/Nikolaidou|Οικονόμου=Oikonomou|Γεωργίου=Georgiou|Αθανασίου=Athanasiou|Καραγιάννης/Καραγιάννη=Karagiannis/Karagianni',
});
