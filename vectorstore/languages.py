"""Words by which questions in other languages are told, where the stop word lists of `bm25s` have none or too few."""

ASKING = {
    "Catalan": "què quan quants quins quines perquè",
    "Croatian": "što tko kada koliko koji koje koja zašto gdje kako",
    "Czech": "kdo kdy jaké jaký jaká kolik proč kde které která",
    "Danish": "hvad hvem hvornår hvilke hvilken hvorfor hvordan hvor",
    "Dutch": "wie wat waar wanneer waarom welke welk hoeveel",
    "Finnish": "mitä kuka milloin miksi mikä mitkä missä paljonko kuinka",
    "French": "quel quelle quels quelles combien quand pourquoi où",
    "German": "wer wann warum wieviel wieviele wie welche welcher welches welchen wessen worum wofür wozu",
    "Hungarian": "mikor hogyan mennyi miért milyen melyik hány kinek",
    "Indonesian": "siapa berapa kapan bagaimana mengapa apakah dimana",
    "Irish": "conas cathain cé cén",
    "Italian": "quando quanto quanti quale quali perché",
    "Norwegian": "hva hvem hvilke hvilken hvorfor hvordan når",
    "Polish": "kto jakie jaki jaka kiedy gdzie dlaczego ile którzy które czy",
    "Portuguese": "quem quando quanto quantos quais qual onde porquê",
    "Romanian": "cine când cât câți unde",
    "Spanish": "qué quién quiénes cuándo cuánto cuánta cuántos cuántas cómo dónde cuál cuáles quien cuanto cuantos",
    "Swahili": "nini nani lini kwanini vipi",
    "Swedish": "vad vem när vilka vilken varför hur",
    "Tagalog": "kailan bakit paano saan magkano",
    "Turkish": "nedir kimler neden nasıl hangi kaç niçin",
    "Vietnamese": "gì nào nhiêu",
    "Welsh": "pwy pryd",
}
"""Words that hardly stand in anything but a question of that language."""

SMALL = {
    "Catalan": "diu sobre els les amb dels acord",
    "Croatian": "kaže je o sporazum na za",
    "Czech": "co se je že dohoda na pro jsou",
    "Dutch": "zegt heeft het een voor over met van akkoord",
    "Finnish": "on sopimus sanoo ja se",
    "German": "steht drin zu sagt hat der die das über mit vereinbarung abkommen",
    "Hungarian": "mit mond megállapodás az és egy van",
    "Indonesian": "apa isi tentang yang dan perjanjian ada itu ini nilai batas waktu",
    "Irish": "cad deir comhaontú faoi na agus bhfuil",
    "Italian": "chi cosa che sull sulla sul della del dell accordo",
    "Polish": "co mówi o na jest są porozumienie umowa umowę się w",
    "Romanian": "ce spune acordul despre este și pentru",
    "Spanish": "del acuerdo los las el sobre plazos",
    "Swahili": "makubaliano kuhusu ya na wa yanasema",
    "Tagalog": "ano sino ang ng sa mga kasunduan tungkol",
    "Turkish": "kim ne zaman hakkında mı mi var anlaşma bir ve için",
    "Vietnamese": "nói về là có của hiệp định",
    "Welsh": "beth pam sut mae yn ei am yw cytundeb oes rhywbeth y wedi ar nod",
}
"""Words that other languages may have too, each of little weight by itself."""

LETTERS = frozenset("łąęćńśźżőűřěůťďğışțșăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹķļņģīūėįųøåßŵŷ")
"""Latin letters that English does not use, not even in words it has borrowed."""

NAME_PARTICLES = "de la le du des del della di da do dos van von der den el los las al bin y"
"""Small words inside names that English takes over whole: "Rio de la Plata", "von der Leyen"."""
